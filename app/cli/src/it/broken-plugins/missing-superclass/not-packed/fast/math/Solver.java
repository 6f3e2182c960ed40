package fast.math;

public class Solver {}
