// The second step by passkey: allauth's script does the talking, the button says where the answer goes.
document.addEventListener("DOMContentLoaded", () => {
  const button = document.querySelector("[data-passkey]");
  if (button) {
    window.allauth.webauthn.forms.authenticateForm({
      ids: { authenticate: button.id, credential: button.dataset.passkey, data: "js_data" },
    });
  }
});
