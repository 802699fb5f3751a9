"""Settings for each way to run the portal."""

import gc

# To look for garbage in what is imported takes a third of the start. PortalConfig switches collection on again.
gc.disable()
