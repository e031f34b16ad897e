"""What a report of some days is made of: sums, by queue, channel, language and librarian; hours; histograms."""
