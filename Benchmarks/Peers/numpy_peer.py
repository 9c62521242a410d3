"""The work in NumPy, by the classes of the notebook."""

import json

try:
    import numpy as np

    import worker
    from notebook import ClassNLLCriterion, Linear, ReLU, Sequential, SoftMax
except ImportError as error:
    print(json.dumps({"error": str(error)}), flush=True)
    raise SystemExit


class FirstLinear(Linear):
    """The first layer: nobody asks for the gradient of the network's input."""

    def updateGradInput(self, input, gradOutput):
        pass


def network(work):
    net = Sequential()
    for index, (weight, bias) in enumerate(work.parameters()):
        if index > 0:
            net.add(ReLU())
        linear = (Linear if index > 0 else FirstLinear)(*weight.shape)
        linear.W, linear.b = weight, bias
        net.add(linear)
    return net


def step(work):
    net, criterion = network(work), ClassNLLCriterion()
    net.add(SoftMax())
    layers = [module for module in net.modules if isinstance(module, Linear)]
    x = work.input()
    target = np.eye(work.sizes[-1], dtype=work.dtype)[work.targets()]
    rate = work.dtype(work.rate)
    means = [[np.zeros_like(p) for p in layer.getParameters()] for layer in layers]
    variances = [[np.zeros_like(p) for p in layer.getParameters()] for layer in layers]
    count = 0

    def sgd():
        for layer in layers:
            for p, g in zip(layer.getParameters(), layer.getGradParameters()):
                p -= rate * g

    def adam():
        nonlocal count
        count += 1
        correction1, correction2 = work.dtype(1 - 0.9**count), work.dtype(1 - 0.999**count)
        for layer, layer_means, layer_variances in zip(layers, means, variances):
            gradients = zip(layer.getParameters(), layer.getGradParameters())
            for (p, g), m, v in zip(gradients, layer_means, layer_variances):
                m *= 0.9
                m += 0.1 * g
                v *= 0.999
                v += 0.001 * g * g
                p -= rate * (m / correction1) / (np.sqrt(v / correction2) + 1e-8)

    update = sgd if work.optimizer == "sgd" else adam

    def once():
        output = net.forward(x)
        loss = criterion.forward(output, target)
        net.backward(x, criterion.backward(output, target))
        update()
        return loss

    return repeated(once), lambda: [once()]


def inference(work):
    net, x = network(work), work.input()
    return repeated(lambda: net.forward(x)), lambda: net.forward(x).ravel()


def softmax_backward(work):
    softmax, grad = SoftMax(), work.input(1003)
    softmax.forward(work.input())
    return repeated(lambda: softmax.updateGradInput(None, grad)), lambda: (
        softmax.updateGradInput(None, grad).ravel())


def repeated(once):
    def repeat(count):
        for _ in range(count):
            once()

    return repeat


MAKERS = {f.__name__: f for f in (step, inference, softmax_backward)}
worker.serve(np.__version__, lambda work: MAKERS[work.kind](work))
