"""Settings for each way to run the portal."""

import gc

# Garbage collection during the imports takes a third of the start. PortalConfig switches it on again.
gc.disable()
