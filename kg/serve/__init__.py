"""A build as a server: SPARQL 1.1 Protocol, linked data, and what keeps it safe.

settings    what may be set, and the limits
worker      the processes that evaluate; they can be killed at any moment
pool        hands calls to workers, and kills those that take too long
jobs        what is called there: functions of an open store
protocol    what a request asks, by the SPARQL 1.1 Protocol; `negotiate` what answer it takes
guard       what every request passes: host, token, sizes, headers, log, metrics
site        what all pages share;  app  the routes;  run  the process

This package imports nothing here, so that a worker loads only what it needs.
"""
