"""An archive: find its files, skip what is done, extract the rest, keep every result, publish.

``discover`` knows what counts as a file of the archive, ``fingerprint`` when a result still stands, ``run`` the order
of things.
"""
