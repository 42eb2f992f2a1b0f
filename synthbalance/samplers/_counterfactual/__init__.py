"""The steps of counterfactual oversampling, one idea a file; `native` and `cfa` put them together."""
