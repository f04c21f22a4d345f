"""qaanalysis."""
