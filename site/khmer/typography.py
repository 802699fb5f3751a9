"""Functions to show text, numbers and dates in Khmer and in English, collected for templates and services."""

from khmer.dates import date, month_name, near_day, relative, time_of_day
from khmer.lines import after_words, break_words, excerpt, first_words
from khmer.numbers import number, numerals
from khmer.periods import days, end_time, first_day, last_day, when

__all__ = [
    "after_words",
    "break_words",
    "date",
    "days",
    "end_time",
    "excerpt",
    "first_day",
    "first_words",
    "last_day",
    "month_name",
    "near_day",
    "number",
    "numerals",
    "relative",
    "time_of_day",
    "when",
]
