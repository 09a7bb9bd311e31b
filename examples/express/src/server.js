import { app } from './app.js'
import { seed } from './store.js'

seed()
app.listen(Number(process.env.PORT ?? 3000), '127.0.0.1')
