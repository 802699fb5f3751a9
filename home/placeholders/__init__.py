"""The data of the portal's operator, stored once, and its placeholders in the texts of pages."""
