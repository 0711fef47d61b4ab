"""See for whom the app works, what was tested, and what does not work yet."""

import streamlit as st

from components import frame
from components.help import statement
from sharedground.access import Role, require
from sharedground.words import say

require(Role.READER)
with frame.page(
    say("Everyone should be able to use this"),
    say("What works for whom, what we tested, and what is still in the way."),
):
    for draw in (statement.can, statement.tested, statement.not_yet, statement.tell):
        draw()
        st.space("small")
