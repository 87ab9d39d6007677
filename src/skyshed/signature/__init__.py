"""Signatures: radar cross section by band and aspect, and scatterers with exact solutions."""
