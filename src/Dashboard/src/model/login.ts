/** Leads to the login page, which leads back to where this page is. */
export function toLogin(): void {
  const here = location.pathname + location.search + location.hash;
  location.assign(`/login?next=${encodeURIComponent(here)}`);
}
