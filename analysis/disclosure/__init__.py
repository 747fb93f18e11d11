"""The privacy gate, shared by all rooms but the model: what of counts of persons may be shown.

`gate` is the way in, `relations` states what adds up; `analysis.publish.disclosure` is the name
under which the outside knows it.
"""
