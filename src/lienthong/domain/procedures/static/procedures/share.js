// Sharing without anybody's script: the telephone's own sheet where there is one (Zalo, messages …), else the address to copy.
for (const item of document.querySelectorAll("[data-share-sheet]")) item.hidden = !navigator.share;
document.addEventListener("click", async (event) => {
  const share = event.target.closest("[data-share]");
  if (share) {
    // A person who closes the sheet has not met a fault.
    await navigator.share({ title: share.dataset.shareTitle, url: share.dataset.share }).catch(() => {});
    return;
  }
  const copy = event.target.closest("[data-copy]");
  if (!copy) return;
  const said = copy.parentElement.querySelector("[role=status]");
  try {
    await navigator.clipboard.writeText(copy.dataset.copy);
    said.textContent = "Đã chép.";
  } catch {
    said.textContent = copy.dataset.copy; // an old browser, or a page without TLS: to be copied by hand
  }
});
