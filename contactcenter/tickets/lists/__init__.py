"""The lists: every page a merge of short index scans, whatever the number of tickets. See docs/tickets.md.

A page asks each (queue, lane) it covers for its next rows, each answered from one index that starts
with queue and lane and ends with the sort key; the database merges these and stops. Nothing is counted
over more than a thousand rows, nothing is sorted that is not already in order.
"""

