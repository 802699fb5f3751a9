"""Text typed for Khmer fonts older than Unicode, which draw Khmer for Latin letters: detection and conversion."""
