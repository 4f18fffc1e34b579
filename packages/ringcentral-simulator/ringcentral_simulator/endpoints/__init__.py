"""The API, one module for each business area; each declares its routes."""
