"""CDISC USDM, the unified study definitions model: from its objects to the grid of visits and activities."""
