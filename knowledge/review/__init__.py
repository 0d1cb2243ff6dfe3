"""From an imported draft to a published measure: differences, review, publication, export."""
