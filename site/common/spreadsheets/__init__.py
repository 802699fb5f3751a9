"""Files for spreadsheets, CSV and XLSX; in none of them is a text taken for a formula."""
