/* Boxes are drawn, moved and resized over the picture of a page; the rows of the form below are what is saved, and the two always agree. */
const sheet = document.querySelector("[data-sheet]:not([data-fixed])");
if (sheet) {
  const rows = document.querySelector("[data-rows]");
  const empty = document.querySelector("[data-empty]");
  const total = document.querySelector("[name=box-TOTAL_FORMS]");
  const tools = document.querySelector(".gk-draw-tools");
  const toggle = tools.querySelector("[data-toggle]");
  const names = ["left", "top", "width", "height"];
  const STEP = 0.5;
  const SMALLEST = 0.3;
  const boxes = new Map(); // row -> box
  const field = (row, name) => row.querySelector(`[name$="-${name}"]`);
  const clamp = (value, low, high) => Math.min(Math.max(value, low), high);
  const read = (row) => names.map((name) => parseFloat(field(row, name).value));
  const gone = (row) => field(row, "DELETE").checked;

  function write(row, [left, top, width, height]) {
    width = clamp(width, SMALLEST, 100);
    height = clamp(height, SMALLEST, 100);
    const values = [clamp(left, 0, 100 - width), clamp(top, 0, 100 - height), width, height];
    // Two decimals, and never together more than the whole.
    values.forEach((value, place) => (field(row, names[place]).value = (Math.floor(value * 100) / 100).toFixed(2)));
    show(row);
  }

  function show(row) {
    const values = read(row);
    let box = boxes.get(row);
    if (gone(row) || values.some(Number.isNaN)) {
      if (box) box.remove();
      boxes.delete(row);
      return null;
    }
    if (!box) {
      box = document.createElement("div");
      box.className = "gk-box";
      box.tabIndex = 0;
      box.setAttribute("role", "group");
      box.append(document.createElement("i"));
      box.addEventListener("focus", () => row.classList.add("here"));
      box.addEventListener("blur", () => row.classList.remove("here"));
      box.addEventListener("keydown", (event) => keyed(event, row));
      box.addEventListener("pointerdown", (event) => grasped(event, row));
      sheet.append(box);
      boxes.set(row, box);
    }
    names.forEach((name, place) => (box.style[name] = `${values[place]}%`));
    const select = field(row, "ground");
    const ground = select.options[select.selectedIndex].text;
    box.title = ground;
    box.setAttribute("aria-label", `${ground}：左 ${values[0]}%，上 ${values[1]}%，宽 ${values[2]}%，高 ${values[3]}%`);
    return box;
  }

  function added(values) {
    let row = [...rows.querySelectorAll("[data-row]")].find((one) => !gone(one) && names.every((name) => !field(one, name).value));
    if (!row) {
      const html = empty.innerHTML.replaceAll("__prefix__", total.value);
      rows.insertAdjacentHTML("beforeend", html);
      row = rows.lastElementChild;
      total.value = Number(total.value) + 1;
      watch(row);
    }
    const before = [...boxes.keys()].pop();
    if (before) field(row, "ground").value = field(before, "ground").value;
    write(row, values);
    return row;
  }

  function watch(row) {
    row.addEventListener("input", () => show(row));
    row.addEventListener("change", () => show(row));
  }

  function keyed(event, row) {
    const [left, top, width, height] = read(row);
    const move = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] }[event.key];
    if (move) {
      event.preventDefault();
      if (event.shiftKey) write(row, [left, top, Math.min(width + move[0], 100 - left), Math.min(height + move[1], 100 - top)]);
      else write(row, [left + move[0], top + move[1], width, height]);
    } else if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      field(row, "DELETE").checked = true;
      show(row);
      (boxes.values().next().value || tools.querySelector("[data-add]")).focus();
    }
  }

  const place = (event) => {
    const area = sheet.getBoundingClientRect();
    return [
      clamp(((event.clientX - area.left) / area.width) * 100, 0, 100),
      clamp(((event.clientY - area.top) / area.height) * 100, 0, 100),
    ];
  };

  /* Follows one pointer until it is lifted. */
  function follow(event, moved, lifted = () => {}) {
    const target = event.currentTarget;
    target.setPointerCapture(event.pointerId);
    const during = (next) => moved(place(next));
    const after = () => {
      target.removeEventListener("pointermove", during);
      target.removeEventListener("pointerup", after);
      target.removeEventListener("pointercancel", after);
      lifted();
    };
    target.addEventListener("pointermove", during);
    target.addEventListener("pointerup", after);
    target.addEventListener("pointercancel", after);
  }

  const mayDraw = (event) => event.isPrimary && event.button === 0 && (event.pointerType !== "touch" || sheet.classList.contains("drawing"));

  function grasped(event, row) {
    if (!mayDraw(event)) return;
    event.stopPropagation();
    const [x, y] = place(event);
    const [left, top, width, height] = read(row);
    const resizing = event.target.tagName === "I";
    follow(event, ([to, down]) => {
      if (resizing) write(row, [left, top, Math.min(width + to - x, 100 - left), Math.min(height + down - y, 100 - top)]);
      else write(row, [left + to - x, top + down - y, width, height]);
    });
  }

  sheet.addEventListener("pointerdown", (event) => {
    if (!mayDraw(event)) return;
    event.preventDefault();
    const [x, y] = place(event);
    let row = null;
    follow(
      event,
      ([to, down]) => {
        const values = [Math.min(x, to), Math.min(y, down), Math.abs(to - x), Math.abs(down - y)];
        if (!row && (values[2] > SMALLEST || values[3] > SMALLEST)) row = added(values);
        if (row) write(row, values);
      },
      () => row && boxes.get(row) && boxes.get(row).focus(),
    );
  });

  tools.querySelector("[data-add]").addEventListener("click", () => boxes.get(added([35, 45, 30, 5])).focus());
  toggle.addEventListener("click", () => {
    const drawing = sheet.classList.toggle("drawing");
    toggle.setAttribute("aria-pressed", String(drawing));
  });
  if (!window.matchMedia("(any-pointer: coarse)").matches) toggle.hidden = true;
  sheet.querySelectorAll(".gk-box").forEach((box) => box.remove());
  rows.querySelectorAll("[data-row]").forEach((row) => {
    watch(row);
    show(row);
  });
  tools.hidden = false;
}
