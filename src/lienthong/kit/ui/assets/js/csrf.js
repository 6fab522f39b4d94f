// The token of Django's CSRF protection: from the cookie, else from any form of the page.
export function csrfToken() {
  const cookie = document.cookie.split("; ").find((part) => part.startsWith("csrftoken="));
  if (cookie) return cookie.slice("csrftoken=".length);
  return document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";
}
