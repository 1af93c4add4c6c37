//! One file per command: the engine's result as columns and cells.
