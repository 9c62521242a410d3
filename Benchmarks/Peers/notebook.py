"""The classes of the notebook that this library began as (see docs/torch7.md), as they stand there
but for their comments and what a training step doesn't use."""

import numpy as np


class Module(object):
    def __init__(self):
        self.output = None
        self.gradInput = None
        self.training = True

    def forward(self, input):
        return self.updateOutput(input)

    def backward(self, input, gradOutput):
        self.updateGradInput(input, gradOutput)
        self.accGradParameters(input, gradOutput)
        return self.gradInput

    def accGradParameters(self, input, gradOutput):
        pass


class Sequential(Module):
    def __init__(self):
        super(Sequential, self).__init__()
        self.modules = []

    def add(self, module):
        self.modules.append(module)

    def updateOutput(self, input):
        n = len(self.modules)
        self.y = [None] * (n - 1)

        self.y[0] = self.modules[0].forward(input)
        for i in range(1, n - 1):
            self.y[i] = self.modules[i].forward(self.y[i - 1])
        self.output = self.modules[n - 1].forward(self.y[n - 2])

        return self.output

    def backward(self, input, gradOutput):
        n = len(self.modules)
        g = [None] * n

        g[n - 1] = self.modules[n - 1].backward(self.y[n - 2], gradOutput)
        for i in range(2, n):
            g[n - i] = self.modules[n - i].backward(self.y[n - i - 1], g[n - i + 1])
        self.gradInput = self.modules[0].backward(input, g[1])

        return self.gradInput


class Linear(Module):
    def __init__(self, n_in, n_out):
        super(Linear, self).__init__()

        stdv = 1. / np.sqrt(n_in)
        self.W = np.random.uniform(-stdv, stdv, size=(n_in, n_out))
        self.b = np.random.uniform(-stdv, stdv, size=n_out)

        self.gradW = np.zeros_like(self.W)
        self.gradb = np.zeros_like(self.b)

    def updateOutput(self, input):
        self.output = np.dot(input, self.W) + self.b
        return self.output

    def updateGradInput(self, input, gradOutput):
        self.gradInput = np.dot(gradOutput, self.W.T)
        return self.gradInput

    def accGradParameters(self, input, gradOutput):
        self.gradW = np.dot(input.T, gradOutput)
        self.gradb = gradOutput.sum(axis=0)

    def getParameters(self):
        return [self.W, self.b]

    def getGradParameters(self):
        return [self.gradW, self.gradb]


class SoftMax(Module):
    def updateOutput(self, input):
        self.output = np.subtract(input, input.max(axis=1, keepdims=True))
        self.output = np.exp(self.output)
        self.output = self.output / self.output.sum(axis=1, keepdims=True)
        return self.output

    def updateGradInput(self, input, gradOutput):
        I = np.eye(self.output.shape[0])
        self.gradInput = self.output * gradOutput - (self.output @ gradOutput.T) * I @ self.output
        return self.gradInput


class ReLU(Module):
    def updateOutput(self, input):
        self.output = np.maximum(input, 0)
        return self.output

    def updateGradInput(self, input, gradOutput):
        self.gradInput = np.multiply(gradOutput, input > 0)
        return self.gradInput


class ClassNLLCriterion(object):
    def forward(self, input, target):
        return self.updateOutput(input, target)

    def backward(self, input, target):
        return self.updateGradInput(input, target)

    def updateOutput(self, input, target):
        eps = 1e-15
        input_clamp = np.clip(input, eps, 1 - eps)

        self.output = -(target * np.log(input_clamp)).sum() / input.shape[0]
        return self.output

    def updateGradInput(self, input, target):
        input_clamp = np.maximum(1e-15, np.minimum(input, 1 - 1e-15))

        self.gradInput = -target / input_clamp / input.shape[0]
        return self.gradInput
