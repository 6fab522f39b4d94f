// Entry. htmx stands before this bundle as a plain script (window.htmx). Every page works without any of it.
import { start as autosave } from "./autosave.js";
import { start as card } from "./card.js";
import { start as choices } from "./choices.js";
import { look as chosen } from "./chosen.js";
import { start as dialogs } from "./dialogs.js";
import { start as errors } from "./errors.js";
import { start as fields } from "./fields.js";
import { start as keys } from "./keys.js";
import { start as lists } from "./lists.js";
import { start as notes } from "./notes.js";
import { start as processes } from "./lazy.js";
import { start as range } from "./range.js";
import { start as rebinding } from "./rebinding.js";
import { start as rooms } from "./rooms.js";
import { start as rows } from "./rows.js";
import { start as submit } from "./submit.js";
import { start as typed } from "./typed.js";
import { start as units } from "./units.js";
import { start as upload } from "./upload.js";
import { csrfToken } from "./csrf.js";

// The content security policy allows neither evaluated code nor inline styles; history snapshots would keep personal data.
Object.assign(window.htmx.config, { allowEval: false, includeIndicatorStyles: false, historyCacheSize: 0 });

document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRFToken"] = csrfToken();
});

for (const begin of [rebinding, keys, lists, dialogs, submit, autosave, upload, fields, choices, card, rooms, rows, range, typed, units, notes]) begin();

// What must look at elements themselves runs again for each part that htmx brings.
const look = (root) => {
  errors(root);
  processes(root);
  fields.look(root);
  chosen(root);
  upload.look(root);
  choices.look(root);
  units.look(root);
  rebinding.look(root);
};
look(document);
document.addEventListener("htmx:load", (event) => {
  if (event.detail.elt !== document.body) look(event.detail.elt);
});
