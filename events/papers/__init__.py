"""Papers: PDF files made of the portal's data, such as the report of an event, with text that can be searched."""
