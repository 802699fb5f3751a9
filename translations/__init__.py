"""Translation of pages sentence by sentence, on wagtail-localize's engine and through the review."""
