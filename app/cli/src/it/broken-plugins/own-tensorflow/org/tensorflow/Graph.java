package org.tensorflow;

public class Graph {}
