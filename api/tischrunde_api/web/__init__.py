"""The service over HTTP: routes parse, call and return; what computes is elsewhere. ``app.create_app`` makes it."""
