"""Tables in, smaller tables out: what the register says, month by month and group by group."""
