"""The portal on one Debian machine without containers: systemd/install on a fresh Debian, which then runs."""
