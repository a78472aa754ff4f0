// The page's one entry: connects the parts. Words that people read are in the templates, never here.
import { followNews, showNewest } from "./live.js";
import { watchComposers } from "./compose.js";
import { watchActions } from "./act.js";
import { showModal } from "./modal.js";

for (const list of document.querySelectorAll(".messages")) showNewest(list);
showModal();
watchComposers();
watchActions();
followNews();
