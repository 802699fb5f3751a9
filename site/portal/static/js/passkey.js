// Passkeys: puts the portal's question to the browser, and sends its answer with the form. Without this file, or in a
// browser that has no passkeys, the form says that it cannot be used.
{
  const bytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");

  function question({ publicKey }) {
    const asked = { ...publicKey, challenge: bytes(publicKey.challenge) };
    if (publicKey.user) asked.user = { ...publicKey.user, id: bytes(publicKey.user.id) };
    for (const list of ["allowCredentials", "excludeCredentials"]) {
      asked[list] = (publicKey[list] ?? []).map((each) => ({ ...each, id: bytes(each.id) }));
    }
    return { publicKey: asked };
  }

  // Only what the portal reads: it stores nothing else.
  function answer({ id, rawId, response }) {
    const said = {};
    for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature"]) {
      if (response[part]) said[part] = text(response[part]);
    }
    return JSON.stringify({ id, rawId: text(rawId), type: "public-key", response: said });
  }

  function reason(form, { name }) {
    if (name === "InvalidStateError") return form.dataset.known;
    return name === "SecurityError" ? form.dataset.elsewhere : form.dataset.cancelled;
  }

  const form = document.querySelector("form[data-passkey]");
  const button = form.querySelector("button");
  const said = form.querySelector("[data-said]");

  async function ask(event) {
    if (form.elements.credential.value) return;
    event.preventDefault();
    said.hidden = button.disabled = true;
    try {
      const asked = question(JSON.parse(document.getElementById("passkey-options").textContent));
      form.elements.credential.value = answer(await navigator.credentials[form.dataset.passkey](asked));
      form.submit();
    } catch (fault) {
      said.textContent = reason(form, fault);
      said.hidden = button.disabled = false;
    }
  }

  if (window.PublicKeyCredential) {
    form.querySelector("[data-missing]").hidden = true;
    button.hidden = false;
    form.addEventListener("submit", ask);
    // Back from the next page: an answer is good once.
    addEventListener("pageshow", () => {
      form.elements.credential.value = "";
      button.disabled = false;
    });
  }
}
