// Printing and saving the checklist; without this script the browser's own menu does both.

const sheet = document.getElementById("checklist");

function save() {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([`\ufeff${sheet.innerText}`], { type: "text/plain;charset=utf-8" }));
  link.download = `${document.title.split(" · ")[0].replace(/[\\/:*?"<>|：]/g, "_")}.txt`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

for (const [id, work] of [["print", () => window.print()], ["save", save]]) {
  const button = document.getElementById(id);
  button.hidden = false;
  button.addEventListener("click", work);
}
