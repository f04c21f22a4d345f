"""How safe tables, figures and sentences are shown.

Import the topic: `from qaanalysis.present import charts, key_figures, page, sentences, tables`.
Nothing is imported here, because charts bring matplotlib and seaborn with them.
"""
