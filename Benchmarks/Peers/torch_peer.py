"""The work in PyTorch, eager, with its default threads."""

import json

try:
    import torch
    import torch.nn.functional as F

    import worker
except ImportError as error:
    print(json.dumps({"error": str(error)}), flush=True)
    raise SystemExit


def network(work):
    layers = []
    for index, (weight, bias) in enumerate(work.parameters()):
        if index > 0:
            layers.append(torch.nn.ReLU())
        linear = torch.nn.Linear(*weight.shape)
        linear.weight = torch.nn.Parameter(torch.from_numpy(weight.T.copy()))
        linear.bias = torch.nn.Parameter(torch.from_numpy(bias))
        layers.append(linear)
    return torch.nn.Sequential(*layers)


def step(work):
    model = network(work)
    kinds = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}
    optimizer = kinds[work.optimizer](model.parameters(), lr=work.rate)
    x, target = torch.from_numpy(work.input()), torch.from_numpy(work.targets())

    def once():
        optimizer.zero_grad()
        loss = F.cross_entropy(model(x), target)
        loss.backward()
        optimizer.step()
        return loss

    return repeated(once), lambda: [once().item()]


def inference(work):
    model = network(work).eval()
    x = torch.from_numpy(work.input())

    def once():
        with torch.inference_mode():
            return model(x)

    return repeated(once), lambda: once().flatten().tolist()


def softmax_backward(work):
    s = torch.softmax(torch.from_numpy(work.input()), dim=1)
    grad = torch.from_numpy(work.input(1003))

    def once():
        return torch._softmax_backward_data(grad, s, 1, s.dtype)

    return repeated(once), lambda: once().flatten().tolist()


def dropout(work):
    x = torch.from_numpy(work.input())

    def once():
        return F.dropout(x, 0.5, training=True)

    return repeated(once), lambda: []


def repeated(once):
    def repeat(count):
        for _ in range(count):
            once()

    return repeat


MAKERS = {f.__name__: f for f in (step, inference, softmax_backward, dropout)}
worker.serve(torch.__version__, lambda work: MAKERS[work.kind](work))
