"""The design system (hệ thiết kế): styles, scripts, base pages, components and the living page that shows them."""
