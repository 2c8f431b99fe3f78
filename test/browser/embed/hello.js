import { Str } from 'heddle';

new Str('Hello from a file').servable();
