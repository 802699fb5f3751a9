"""The translator's page: a page of an organization sentence by sentence in its other language."""
