"""The catalog: one row for each public page, the code that writes the rows, and the lists read from them."""
