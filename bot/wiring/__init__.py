"""The only place that constructs things."""
