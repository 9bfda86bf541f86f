"""The HTTP service of Tischrunde: durable jobs, safe for strangers' data. Knows no solver: workers call the library.

The web process (``web``) touches only the store and short work apart from itself (``desk``); workers (``worker``)
take jobs from the store, wherever they run. What goes over the wire is said in ``docs/service.md``.
"""
