"use strict";

const $ = id => document.getElementById(id);
let models = [];
let frames = [];
let picture = null;

function headers(more) {
  const all = {...more};
  if ($("token").value) all["Authorization"] = "Bearer " + $("token").value;
  return all;
}

function option(select, value, text) {
  const one = document.createElement("option");
  one.value = value;
  one.textContent = text;
  select.append(one);
}

function show(id, shown) { $(id).hidden = !shown; }

function failed(text) {
  $("error").textContent = text;
  show("error", true);
}

async function load() {
  const answer = await fetch("v1/models", {headers: headers({})});
  if (answer.status === 401) {
    show("token-row", true);
    $("status").textContent = "This server needs a token.";
    return;
  }
  if (!answer.ok) { failed((await answer.json()).message); return; }
  const all = await answer.json();
  models = all.models;
  $("count").max = Math.min(64, all.limits.count);
  $("steps").max = all.limits.steps;
  $("model").replaceChildren();
  models.forEach(model => option($("model"), model.name, model.name));
  chosen();
}

function model() { return models.find(one => one.name === $("model").value); }

function chosen() {
  const one = model();
  if (!one) return;
  $("class").replaceChildren();
  if (one.classes.length > 0) option($("class"), "", "all in turn");
  if (one.unconditional) option($("class"), "none", "none");
  if (one.classes.length > 0 && one.conditions.length > 1) {
    $("class").options[0].textContent = "as it comes";
  }
  one.classes.forEach((name, label) => option($("class"), String(label), name));
  show("class-row", one.classes.length > 0);
  show("caption-row", toldOf(one, "caption") !== undefined);
  const numbers = toldOf(one, "numbers");
  $("numbers").replaceChildren();
  (numbers ? numbers.numbers : []).forEach(number => {
    const label = document.createElement("label");
    const input = document.createElement("input");
    input.type = "number";
    input.step = "any";
    input.name = number.name;
    input.placeholder = "about " + Number(number.mean.toPrecision(3));
    label.append(number.name + " ", input);
    $("numbers").append(label);
  });
  show("numbers", numbers !== undefined);
  show("image-row", toldOf(one, "image") !== undefined);
  $("image").value = "";
  picture = null;
  $("sampler").replaceChildren();
  option($("sampler"), "", one.sampler.own.join(", ") + " (as trained)");
  one.sampler.others.forEach(other => option($("sampler"), other.name, other.name));
  const diffusion = one.sampler.own.length > 0;
  show("sampler-row", diffusion);
  show("steps-row", diffusion);
  show("scale-row", diffusion && (one.scale || one.guidanceWithScale.length > 0));
  told();
}

function toldOf(one, part) { return one.conditions.find(it => it.part === part); }

/** The chosen image at the size that the model goes by; the middle of it, as training takes it. */
async function resized() {
  const condition = toldOf(model(), "image");
  const file = $("image").files[0];
  picture = null;
  if (!condition || !file) return;
  const bitmap = await createImageBitmap(file);
  const [height, width] = condition.shape;
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const scale = Math.max(width / bitmap.width, height / bitmap.height);
  const [w, h] = [bitmap.width * scale, bitmap.height * scale];
  const context = canvas.getContext("2d");
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, (width - w) / 2, (height - h) / 2, w, h);
  picture = canvas.toDataURL("image/png").split(",")[1];
}

function request() {
  const one = model();
  const asked = {model: one.name, format: one.pictures ? "png" : "json", frames: 40};
  if ($("count").value) asked.count = Number($("count").value);
  if ($("seed").value) asked.seed = Number($("seed").value);
  if (asked.count) asked.columns = Math.min(8, Math.ceil(Math.sqrt(asked.count)));
  const captions = $("caption-row").hidden ? []
    : $("caption").value.split("\n").map(line => line.trim()).filter(line => line !== "");
  if (captions.length > 0) asked.captions = captions;
  const numbers = [...$("numbers").querySelectorAll("input")].filter(one => one.value !== "");
  if (numbers.length > 0) {
    asked.numbers = Object.fromEntries(numbers.map(one => [one.name, Number(one.value)]));
  }
  if (picture && !$("image-row").hidden) asked.images = [picture];
  const label = $("class").value;
  const others = asked.captions || asked.numbers || asked.images;
  if (label === "none" && one.classes.length > 0) { if (!others) asked.unconditional = true; }
  else if (label !== "" && label !== "none") asked.classes = [one.classes[Number(label)]];
  const sampler = {};
  if ($("sampler").value) sampler.type = $("sampler").value;
  if ($("steps").value) sampler.steps = Number($("steps").value);
  if (Object.keys(sampler).length > 0 && !$("sampler-row").hidden) asked.sampler = sampler;
  if ($("scale").value !== "" && !$("scale-row").hidden) {
    asked.guidance = {scale: Number($("scale").value)};
    if (!one.scale) asked.guidance.type = one.guidanceWithScale[0];
  }
  return asked;
}

function told() {
  if (!model()) return;
  const {frames, ...asked} = request();
  if (asked.images) asked.images = ["..."];
  $("command").textContent = "curl " + location.origin + "/v1/sample -o samples."
    + asked.format + " -H 'Content-Type: application/json' -d '"
    + JSON.stringify(asked).replaceAll("'", "'\\''") + "'";
}

function look(at) {
  const frame = frames[at];
  if (!frame) return;
  $("picture").src = frame.picture;
  $("step").textContent = frame.step;
}

function add(picture, step) {
  frames.push({picture, step});
  $("walk").max = frames.length - 1;
  $("walk").value = frames.length - 1;
  show("figure", true);
  look(frames.length - 1);
}

function heard(event, data) {
  const said = JSON.parse(data);
  if (event === "queued") {
    $("status").textContent = said.ahead > 0 ? said.ahead + " requests are before this one." : "Drawing.";
  } else if (event === "step") {
    $("progress").max = said.steps;
    $("progress").value = said.step;
    $("status").textContent = "Step " + said.step + " of " + said.steps + ".";
    if (said.picture) {
      add("data:image/png;base64," + said.picture, "step " + said.step + " of " + said.steps);
    }
  } else if (event === "done") {
    if (said.base64) add("data:" + said.type + ";base64," + said.base64, "the samples");
    else failed(JSON.stringify(said.samples.slice(0, 16)));
    $("status").textContent = "Done.";
    document.body.dataset.done = "true";
  } else if (event === "failed") {
    failed(said.message);
    $("status").textContent = "That did not work.";
  }
}

async function draw() {
  frames = [];
  delete document.body.dataset.done;
  show("error", false);
  show("figure", false);
  show("progress", true);
  $("progress").value = 0;
  $("status").textContent = "Asking.";
  const answer = await fetch("v1/sample", {
    method: "POST",
    headers: headers({"Content-Type": "application/json", "Accept": "text/event-stream"}),
    body: JSON.stringify(request()),
  });
  if (!answer.ok) {
    failed((await answer.json()).message);
    $("status").textContent = "That did not work.";
    return;
  }
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    text += part.value;
    const events = text.split("\n\n");
    text = events.pop();
    for (const one of events) {
      const lines = one.split("\n");
      const event = lines.find(line => line.startsWith("event: "));
      const data = lines.find(line => line.startsWith("data: "));
      if (event && data) heard(event.slice(7), data.slice(6));
    }
  }
}

$("form").addEventListener("submit", event => {
  event.preventDefault();
  $("draw").disabled = true;
  draw()
    .catch(problem => failed(String(problem)))
    .finally(() => { $("draw").disabled = false; show("progress", false); });
});
$("form").addEventListener("input", told);
$("model").addEventListener("change", chosen);
$("image").addEventListener("change", () => resized().then(told)
  .catch(() => failed("This file is no image that a browser can read.")));
$("token").addEventListener("change", () => load().catch(problem => failed(String(problem))));
$("walk").addEventListener("input", () => look(Number($("walk").value)));
load().catch(problem => failed(String(problem)));
