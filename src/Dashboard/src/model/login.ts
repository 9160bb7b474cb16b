/** Leads to the login page, which leads back to where this page is. */
export function toLogin(): void {
  const here = location.pathname + location.search + location.hash;
  location.assign(`/login?next=${encodeURIComponent(here)}`);
}

/** Whether this browser is logged in. The session's cookie is not for scripts; the server sets a mark beside it. */
export function isLoggedIn(): boolean { return document.cookie.includes('cleanlite-login'); }

/** Ends the login and leads to the login page. */
export async function logOut(): Promise<void> {
  await fetch('/logout', { method: 'POST' });
  toLogin();
}
