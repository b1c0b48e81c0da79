package org.example.greeter;

record Greeting(String name) {}
