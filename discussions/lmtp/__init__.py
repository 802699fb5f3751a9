"""The LMTP server that takes mails from the mail server before it (RFC 2033)."""
