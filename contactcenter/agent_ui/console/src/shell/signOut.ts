const OURS = /^cc\.(draft|sends)\./;

function kept(): string[] {
  return Object.keys(localStorage).filter((name) => OURS.test(name) && localStorage.getItem(name) !== "[]");
}

/** Whether something unsent would be lost: it does not stay behind on a computer that others use. */
export function unsent(): number {
  return kept().length;
}

/** Sign out by a real form: the browser says that it came from here, and follows to the sign-in page. */
export function leaveHouse(): void {
  for (const name of kept()) localStorage.removeItem(name);
  const form = document.createElement("form");
  form.method = "post";
  form.action = "/sign-out";
  document.body.append(form);
  form.submit();
}
