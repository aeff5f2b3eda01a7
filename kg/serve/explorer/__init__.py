"""Pages for people on a build: search, trials, concepts, comparison, named questions, pictures.

look        reading things and their names off a store;  find  searching them
trial, concept, compare, words, home    what a page needs, gathered in a worker as plain values
forms       the same as JSON or CSV;  rooms  the routes

Pages are rendered on the server and work without JavaScript. What comes from records is only ever text in a template.
"""
