"""What people who agree, disagree or pass on statements have in common, and where they differ.

The mathematics of Polis (Small and others 2021, *Recerca* 26(2)), written from its formulas:
`votes` checks and counts, `landscape` draws people by how alike they vote, `chance` asks whether
there is more to it than chance, `grouping` finds groups, `statements` says what all agree on, what
a group stands for and what to ask next, and `finding` puts it together.
"""
