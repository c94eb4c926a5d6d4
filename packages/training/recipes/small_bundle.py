"""Writes the bundle that `packages/classifiers` is tested with: the base as it is, two heads and TF-IDF fitted on the 48
tickets below. It is no good model; it is a whole one, with every part of a bundle.

    python packages/training/recipes/small_bundle.py .data/models/all-minilm-l6-v2
"""

import hashlib
import shutil
import sys
from pathlib import Path

import numpy as np
import torch

ROOT = Path(__file__).parents[3]
sys.path.insert(0, str(ROOT / "packages/training"))

from pareto_training.bundle import write_bundle  # noqa: E402
from pareto_training.calibration import softmax  # noqa: E402
from pareto_training.encoder import WEIGHTS_SHA256, TextEncoding, load_encoder, padded  # noqa: E402
from pareto_training.out_of_scope import NearestNeighbours, threshold  # noqa: E402
from pareto_training.tfidf import TfidfClassifier, fit_head  # noqa: E402

# category, then whether it is urgent (!) or normal (.), then the ticket
TICKETS = """
billing . The invoice for March shows a tax rate that is not ours
billing . Please send last month's invoice again, I cannot find it
billing . I was charged twice for one order, can I have one payment back?
billing . Our company moved, which address goes on the next invoice?
billing . La factura de marzo tiene un importe que no es correcto
billing . ¿Podéis enviarme otra vez la factura? No la encuentro
billing . Why is there a fee of three euros on my receipt?
billing . I want to pay by bank transfer and not by card
billing ! URGENT: a payment of 4,000 euros was taken by mistake, we need the money back today
billing ! You charged my card five times within an hour, stop it immediately!
billing ! Urgente: nos habéis cobrado dos veces y la cuenta está en números rojos
billing ! Our card is blocked because of your charges, we need help right now
billing . My refund has not been paid out yet
billing . Could the invoice carry our purchase order number?
billing . El reembolso todavía no ha llegado a mi cuenta
billing ! The payment fails for every customer of our shop since this morning, urgent
delivery . My parcel has not arrived yet, where is it?
delivery . The box came broken and one part is missing
delivery . Can I have the package sent to my office instead?
delivery . The tracking number says delivered but nothing is here
delivery . El paquete no ha llegado y ya van dos semanas
delivery . La caja llegó rota y falta una pieza
delivery . How long does shipping to Portugal take?
delivery . I ordered a blue chair and a green one came
delivery ! URGENT: the pallet must be at the fair tomorrow at eight and it is lost
delivery ! The medicine should have been delivered yesterday, we need it today, please hurry
delivery ! Urgente: el envío tenía que estar hoy en la obra y no aparece
delivery ! The courier is at the wrong address right now, call him immediately!
delivery . ¿Puedo cambiar la dirección de entrega de mi pedido?
delivery . The courier left the package in the rain
delivery . Please deliver after five in the afternoon
delivery ! The truck did not come and our whole production stands still, urgent
login . I forgot my password and the reset mail does not come
login . The code for signing in never arrives on my phone
login . How do I change the e-mail address of my account?
login . My account says that my password has expired
login . No puedo entrar en mi cuenta, la contraseña no vale
login . He olvidado la contraseña y no llega el correo para cambiarla
login . Can two people sign in with one user?
login . The sign-in page stays white in my browser
login ! URGENT: nobody in the office can log in since this morning
login ! Someone else is in my account right now, lock it immediately!
login ! Urgente: nadie puede iniciar sesión y tenemos clientes esperando
login ! Our administrator is locked out and we must publish today, please help right now
login . Where do I switch on two-factor authentication?
login . My user name is spelled wrongly
login . ¿Cómo cambio el correo de mi usuario?
login ! All accounts of our school are locked and the exam starts in an hour, urgent
"""
HEADS = {"category": ("billing", "delivery", "login"), "priority": ("normal", "urgent")}
TEMPERATURE, CASCADE_TEMPERATURE, MAX_TOKENS = 1.0, 1.0, 128

rows = [line.split(" ", 2) for line in TICKETS.strip().splitlines()]
texts = [text for _, _, text in rows]
truth = {
    "category": np.array([HEADS["category"].index(label) for label, _, _ in rows]),
    "priority": np.array([int(mark == "!") for _, mark, _ in rows]),
}
classes = {name: len(labels) for name, labels in HEADS.items()}

torch.set_num_threads(1)
folder = Path(sys.argv[1])
ids = TextEncoding.load(folder, MAX_TOKENS).ids(texts)
with torch.no_grad():
    pooled = load_encoder(folder).eval()(*padded(ids)).double().numpy()

neighbours = NearestNeighbours.fit(pooled, k=3)
least = threshold(neighbours.score(pooled), keep=0.98) * 0.8
tensors = {f"scope.category.{name}": tensor for name, tensor in neighbours.tensors().items()}
probabilities = {}
for name, y in truth.items():
    head = fit_head(pooled, y, classes[name], 1.0)
    tensors |= {
        f"heads.{name}.weight": head.weight.T.astype(np.float32),
        f"heads.{name}.bias": head.bias.astype(np.float32),
    }
    probabilities[name] = softmax(pooled @ head.weight + head.bias, TEMPERATURE)

smoke = [3, 8, 17, 20, 32, 40]

manifest = {
    "name": "small-desk",
    "title": "A small support desk, for tests",
    "created_at": "2026-11-26T00:00:00Z",
    "licence": "MIT",
    "attribution": "Tickets written for this project.",
    "base": {"model": "all-minilm-l6-v2", "file": "model.safetensors", "sha256": WEIGHTS_SHA256},
    "max_tokens": MAX_TOKENS,
    "languages": ["en", "es"],
    "adapter": {"method": "none"},
    "heads": [
        {
            "name": name,
            "labels": list(labels),
            "temperature": TEMPERATURE,
            "conformal": {"method": "lac", "coverage": 0.9, "quantile": 0.6},
            "abstain_below": 0.5,
            "out_of_scope": {"method": "knn", "threshold": least} if name == "category" else None,
        }
        for name, labels in HEADS.items()
    ],
    "cascade": {
        name: dict.fromkeys(HEADS, value) for name, value in (("sure_above", 0.8), ("temperature", CASCADE_TEMPERATURE))
    },
    "metrics": {},
    "data": [
        {
            "name": Path(__file__).name,
            "sha256": hashlib.sha256(TICKETS.encode()).hexdigest(),
            "rows": len(rows),
            "split": "train",
        }
    ],
    "run": {"id": "small", "experiment": "tests"},
    "commit": "0000000",
    "smoke": [
        {
            "text": texts[i],
            "labels": {name: HEADS[name][int(p[i].argmax())] for name, p in probabilities.items()},
            "probability": {name: round(float(p[i].max()), 6) for name, p in probabilities.items()},
        }
        for i in smoke
    ],
}
registry = ROOT / "packages/classifiers/test/bundles"
shutil.rmtree(registry / "small-desk", ignore_errors=True)
tfidf = TfidfClassifier.fit(texts, truth, classes)
written = write_bundle(
    registry, manifest, tensors, tfidf, "# small-desk\n\nMade by `recipes/small_bundle.py` for tests.\n"
)
size = sum(path.stat().st_size for path in written.iterdir())
print(f"{written.relative_to(ROOT)}: {size:,} bytes")
